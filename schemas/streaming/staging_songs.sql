-- Every song as it came: plays are matched with it and artists are made from it, in later releases too.
CREATE TABLE streaming.staging_songs (
  song_id          VARCHAR(18)   NOT NULL PRIMARY KEY,
  title            VARCHAR(1024) NOT NULL,
  artist_id        VARCHAR(18)   NOT NULL,
  artist_name      VARCHAR(1024) NOT NULL,
  artist_location  VARCHAR(1024),
  artist_latitude  DOUBLE PRECISION,
  artist_longitude DOUBLE PRECISION,
  duration         DOUBLE PRECISION NOT NULL,
  year             SMALLINT,
  num_songs        INTEGER
)
DISTSTYLE KEY
DISTKEY (title)
SORTKEY (title);
