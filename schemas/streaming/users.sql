CREATE TABLE streaming.users (
  user_id        INTEGER   NOT NULL PRIMARY KEY,
  first_name     VARCHAR(64),
  last_name      VARCHAR(64),
  gender         CHAR(1),
  level          VARCHAR(8) NOT NULL,
  last_played_at TIMESTAMP  NOT NULL -- since when all this is true: an older event changes nothing
)
DISTSTYLE ALL
SORTKEY (user_id);
