"""The multi-vendor platform: one package per part of the business."""
