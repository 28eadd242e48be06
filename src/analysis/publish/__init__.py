"""Makes the reports of a month: runs notebooks with papermill; writes pages, PDFs, tables, mails and index pages."""
