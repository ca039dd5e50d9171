-- All may read what the views are made of; what a client may see of it the views say.
GRANT SELECT ON ALL TABLES IN SCHEMA starlift_sandbox TO PUBLIC;
DO $$
DECLARE
  own regclass;
BEGIN
  FOR own IN SELECT oid FROM pg_class WHERE relkind = 'v' AND oid >= 16384 AND relnamespace = 'pg_catalog'::regnamespace LOOP
    EXECUTE format('GRANT SELECT ON %s TO PUBLIC', own);
  END LOOP;
END $$;
