CREATE TABLE streaming.songs (
  song_id   VARCHAR(18)   NOT NULL PRIMARY KEY,
  title     VARCHAR(1024) NOT NULL,
  artist_id VARCHAR(18)   NOT NULL REFERENCES streaming.artists (artist_id),
  year      SMALLINT,                          -- empty where it is not known
  duration  DOUBLE PRECISION NOT NULL          -- seconds
)
DISTSTYLE KEY
DISTKEY (song_id)
SORTKEY (song_id);
