DROP INDEX comments_story_author;
DROP INDEX stories_audience;
DROP TABLE rate_limits;
DROP TABLE login_places;
