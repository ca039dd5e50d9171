CREATE TABLE staging.sector (
  sectorid     INTEGER      NOT NULL PRIMARY KEY,
  sector_name  VARCHAR(30)  NOT NULL
)
BACKUP NO
DISTSTYLE ALL;
