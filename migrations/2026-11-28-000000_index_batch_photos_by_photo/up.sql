-- An undo needs its photos, so they are kept from the sweep, which asks photo by photo.
CREATE INDEX catalog_batch_photos_photo ON catalog_batch_photos (photo_id);
