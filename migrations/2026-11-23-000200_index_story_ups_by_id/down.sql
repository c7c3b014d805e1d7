DROP INDEX story_ups_newest;
