CREATE TABLE streaming.songplays (
  songplay_id BIGINT IDENTITY(0,1) NOT NULL PRIMARY KEY,
  start_time  TIMESTAMP    NOT NULL REFERENCES streaming.time (start_time),
  user_id     INTEGER      NOT NULL REFERENCES streaming.users (user_id),
  level       VARCHAR(8),                                      -- when the song was played
  song_id     VARCHAR(18)  REFERENCES streaming.songs (song_id),     -- empty for most plays:
  artist_id   VARCHAR(18)  REFERENCES streaming.artists (artist_id), -- their songs are not known
  session_id  INTEGER      NOT NULL,
  location    VARCHAR(256),
  user_agent  VARCHAR(512)
)
DISTSTYLE KEY
DISTKEY (song_id)
SORTKEY (start_time);

COMMENT ON TABLE streaming.songplays IS 'One row per song that was played';
