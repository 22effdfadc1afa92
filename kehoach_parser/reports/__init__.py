"""What people see of a plan and a report: one module for each form."""
