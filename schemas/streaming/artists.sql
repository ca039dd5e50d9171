CREATE TABLE streaming.artists (
  artist_id VARCHAR(18)   NOT NULL PRIMARY KEY,
  name      VARCHAR(1024) NOT NULL,
  location  VARCHAR(1024),
  latitude  DOUBLE PRECISION,
  longitude DOUBLE PRECISION
)
DISTSTYLE ALL
SORTKEY (artist_id);
