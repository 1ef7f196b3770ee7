"""The record types that every part of fix502 exchanges: evidence, facts, findings, reports."""
