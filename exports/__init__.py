"""From answers of analytics to files: tables for Excel (CSV, XLSX). Knows no screen."""
