-- In UTC, to the millisecond.
CREATE TABLE streaming.time (
  start_time TIMESTAMP NOT NULL PRIMARY KEY,
  hour       SMALLINT  NOT NULL,
  day        SMALLINT  NOT NULL, -- of the month
  week       SMALLINT  NOT NULL, -- ISO
  month      SMALLINT  NOT NULL,
  year       SMALLINT  NOT NULL,
  weekday    SMALLINT  NOT NULL  -- Sunday = 0
)
DISTSTYLE ALL
SORTKEY (start_time);
