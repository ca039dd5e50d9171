CREATE TABLE staging.industry (
  industryid     INTEGER       NOT NULL PRIMARY KEY,
  industry_name  VARCHAR(100)  NOT NULL
)
BACKUP NO
DISTSTYLE ALL;
