-- Names are sorted by their kana: nothing reads this one, and its collation makes it the dearest to keep.
drop index account_facts_name;
