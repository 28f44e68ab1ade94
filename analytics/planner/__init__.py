"""Planner (最適な統合案): which merges of base areas are provably best. analytics.merge is its face."""
