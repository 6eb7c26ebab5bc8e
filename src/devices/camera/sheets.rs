//! Several photographed sheets become one document: a PDF with a page for each, as the camera saw it.

use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref};

use super::Refusal;
use super::develop::Sheet;
use crate::domain::photo::{LARGEST_PHOTO, MOST_PAGES, MediaType, Photo};

/// What the document needs besides its pictures, bytes.
const FRAME: usize = 1_000;
const FRAME_OF_A_PAGE: usize = 600;
/// The longer side of A4, in points of 1/72 inch.
const LONGER_SIDE: f32 = 842.0;

/// All sheets in one, and no larger than one photo may be.
pub(super) fn bind(sheets: &[Photo]) -> Result<Photo, Refusal> {
    if sheets.len() > MOST_PAGES {
        return Err(Refusal::TooManySheets);
    }
    let room = (LARGEST_PHOTO - FRAME) / sheets.len().max(1) - FRAME_OF_A_PAGE;
    let mut pages = Vec::new();
    for sheet in sheets {
        let pixels = Sheet::decode(sheet.bytes())?;
        let fits = sheet.bytes().len() <= room;
        let page = if fits { sheet.clone() } else { pixels.encode(room)? };
        let size = if fits { pixels.size() } else { Sheet::decode(page.bytes())?.size() };
        pages.push((page, size));
    }
    let bytes = document(&pages);
    if bytes.len() > LARGEST_PHOTO {
        return Err(Refusal::TooManySheets);
    }
    Ok(Photo::new(bytes, MediaType::Pdf, sheets.len()))
}

fn document(pages: &[(Photo, (u32, u32))]) -> Vec<u8> {
    const PICTURE: Name<'_> = Name(b"P");
    let mut pdf = Pdf::new();
    let (catalogue, tree) = (Ref::new(1), Ref::new(2));
    let of_page = |place: usize, part: usize| {
        Ref::new(i32::try_from(3 + place * 3 + part).expect("there are few pages"))
    };
    pdf.catalog(catalogue).pages(tree);
    let count = i32::try_from(pages.len()).expect("there are few pages");
    pdf.pages(tree).kids((0..pages.len()).map(|place| of_page(place, 0))).count(count);
    for (place, (photo, (width, height))) in pages.iter().enumerate() {
        let (id, picture, content) = (of_page(place, 0), of_page(place, 1), of_page(place, 2));
        let scale = LONGER_SIDE / (*width).max(*height) as f32;
        let (right, top) = (*width as f32 * scale, *height as f32 * scale);
        let mut page = pdf.page(id);
        page.media_box(Rect::new(0.0, 0.0, right, top)).parent(tree).contents(content);
        page.resources().x_objects().pair(PICTURE, picture);
        page.finish();
        let mut image = pdf.image_xobject(picture, photo.bytes());
        image.filter(Filter::DctDecode);
        image.width(i32::try_from(*width).unwrap_or_default());
        image.height(i32::try_from(*height).unwrap_or_default());
        image.color_space().device_rgb();
        image.bits_per_component(8);
        image.finish();
        let mut drawn = Content::new();
        drawn.save_state().transform([right, 0.0, 0.0, top, 0.0, 0.0]).x_object(PICTURE);
        drawn.restore_state();
        pdf.stream(content, &drawn.finish());
    }
    pdf.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::camera::develop::develop_file;
    use crate::devices::simulated::camera::{Scene, paint};

    #[test]
    fn eight_sheets_are_one_document_of_eight_pages_that_may_be_handed_in() {
        let sheet = develop_file(paint(Scene::Sheet)).ok().unwrap().photo;
        let bound = bind(&vec![sheet; MOST_PAGES]).ok().unwrap();
        assert!(bound.bytes().len() <= LARGEST_PHOTO, "{} bytes", bound.bytes().len());
        assert_eq!((bound.media_type(), bound.pages()), (MediaType::Pdf, MOST_PAGES));
        let text = String::from_utf8_lossy(bound.bytes());
        assert!(text.starts_with("%PDF-1.") && text.trim_end().ends_with("%%EOF"));
        assert_eq!(text.matches("/DCTDecode").count(), MOST_PAGES);
        assert!(develop_file(bound.bytes().to_vec()).is_ok(), "it is a document to ourselves");
    }

    #[test]
    fn a_ninth_sheet_is_for_the_staff() {
        let sheet = develop_file(paint(Scene::Sheet)).ok().unwrap().photo;
        assert_eq!(bind(&vec![sheet; MOST_PAGES + 1]).err(), Some(Refusal::TooManySheets));
    }
}
