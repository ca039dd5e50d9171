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

-- Serverless namespaces have SYS_ and SVV_ views only.
CREATE OR REPLACE FUNCTION starlift_sandbox.deny_cluster_views() RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  own regclass;
BEGIN
  FOR own IN SELECT oid FROM pg_class WHERE relkind = 'v' AND oid >= 16384 AND relnamespace = 'pg_catalog'::regnamespace
      AND split_part(relname, '_', 1) IN ('stl', 'stv', 'svl', 'svcs') LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', own);
  END LOOP;
END $$;
