//! The pictures of the demo: drawn, encoded as a phone would, and stored like any upload.

use std::collections::{BTreeSet, HashMap};
use std::io::Cursor;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::app::App;
use crate::demo::draw::{self, Scene};
use crate::demo::world::{PictureIx, World};
use crate::error::AppError;
use crate::media::Media;
use crate::photos::actions::store;
use crate::photos::queries::NewPhoto;

/// Photos whose files are on disk, by their picture in the world.
pub type Drawn = HashMap<PictureIx, NewPhoto>;

/// Draws and stores every picture that the world uses.
pub fn store_all(app: &App, world: &World, tell: &(dyn Fn(usize, usize) + Sync)) -> Result<Drawn, AppError> {
    let wanted: Vec<PictureIx> = used(world).into_iter().collect();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let drawn: Mutex<Drawn> = Mutex::default();
    let work = || -> Result<(), AppError> {
        while let Some(&picture) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Some(scene) = world.pictures.get(picture) else {
                return Err(AppError::internal("a picture that is not in the world"));
            };
            let photo = make(&app.media, scene)?;
            match drawn.lock() {
                Ok(mut drawn) => drawn.insert(picture, photo),
                Err(poisoned) => poisoned.into_inner().insert(picture, photo),
            };
            tell(done.fetch_add(1, Ordering::Relaxed) + 1, wanted.len());
        }
        Ok(())
    };
    // One thread more than there are cores, so that all cores draw while one
    // thread waits for the disk.
    let hands = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get) + 1;
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(work)).collect();
        hands
            .into_iter()
            .try_for_each(|hand| hand.join().unwrap_or_else(|_| Err(AppError::internal("drawing panicked"))))
    })?;
    Ok(match drawn.into_inner() {
        Ok(drawn) => drawn,
        Err(poisoned) => poisoned.into_inner(),
    })
}

fn make(media: &Media, scene: &Scene) -> Result<NewPhoto, AppError> {
    let file = draw::encode_jpeg(&draw::draw(scene));
    store(media, &mut Cursor::new(file))?.map_err(AppError::internal)
}

/// Returns the pictures that the world uses.
fn used(world: &World) -> BTreeSet<PictureIx> {
    let faces = world.people.iter().map(|p| p.avatar);
    let signs = world.shops.iter().flat_map(|s| [s.sign, s.cover]);
    let goods = world.products.iter().flat_map(|p| &p.photos).map(|p| p.picture);
    let stories = world.stories.iter().flat_map(|s| &s.photos).map(|p| p.picture);
    faces.chain(signs).chain(goods).chain(stories).collect()
}
