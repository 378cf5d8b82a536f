"""The SharePoint origin: the pages behind a group's link, uploads and downloads by signed address."""
