"""Departments, categories and products."""
