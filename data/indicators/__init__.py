"""Indicators (KPI): definitions in data/kpi/*.toml, and their values made from the tables of a store."""
