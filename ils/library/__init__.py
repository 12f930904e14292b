"""The institution: its departments and sectors, funds, settings and calendar."""
