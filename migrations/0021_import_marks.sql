-- Who was marked as gone by an import and comes back in a later file is found by this.
create index import_changes_marks on import_changes (account_id, noun_id) where before in ('{"churned_on": null}', '{"status": "active", "status_on": null}', '{"cancelled_on": null}');
