//! The recognition model: its files as they were shipped, and one run over a strip.

use std::{fs, io, path::Path};

use tract_onnx::prelude::*;

use super::raster::{HEIGHT, Strip};
use crate::input::{InputError, is_listed};

pub(super) const MODEL: &str = "PP-OCRv6_rec_small.onnx";
pub(super) const CHARACTERS: &str = "characters.txt";

/// What `packaging/handwriting/fetch_model.sh` brings, as `sha256sum` writes it.
const DIGESTS: &str = include_str!("../../../packaging/handwriting/model.sha256");

/// Made for strips of one width: with a width that is open until the run every run would be slower.
pub(super) struct Model {
    plan: Arc<TypedRunnableModel>,
    width: usize,
}

/// For each step from left to right the chance of each class.
pub(super) struct Chances {
    pub(super) class_count: usize,
    pub(super) values: Vec<f32>,
}

/// A file of the folder, if it is byte for byte the one that was shipped.
pub(super) fn read_shipped(folder: &Path, name: &str) -> Result<Vec<u8>, InputError> {
    let path = folder.join(name);
    let bytes = fs::read(&path).map_err(|error| {
        if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
            InputError::Missing(path.clone())
        } else {
            InputError::Engine(format!("{} cannot be read: {error}", path.display()))
        }
    })?;
    if is_listed(DIGESTS, name, &bytes) { Ok(bytes) } else { Err(InputError::Damaged(path)) }
}

impl Model {
    /// `onnx` are the bytes of the model's file.
    pub(super) fn load(onnx: &[u8], width: usize) -> Result<Self, InputError> {
        let plan = Self::plan(onnx, width).map_err(engine_error)?;
        Ok(Self { plan, width })
    }

    fn plan(mut onnx: &[u8], width: usize) -> TractResult<Arc<TypedRunnableModel>> {
        tract_onnx::onnx()
            .with_ignore_value_info(true) // the model names its open dimensions in ways that clash
            .model_for_read(&mut onnx)?
            .with_output_fact(0, InferenceFact::default())?
            .with_input_fact(0, f32::fact([1, 3, HEIGHT, width]).into())?
            .into_optimized()?
            .into_runnable()
    }

    pub(super) fn run(&self, strip: &Strip) -> Result<Chances, InputError> {
        if strip.width != self.width {
            return Err(InputError::Engine(format!("a strip of {} pixels", strip.width)));
        }
        self.run_plan(strip).map_err(engine_error)
    }

    fn run_plan(&self, strip: &Strip) -> TractResult<Chances> {
        // three equal colours, from -1 for ink to 1 for paper
        let colour = strip.shades.iter().map(|shade| shade * 2.0 - 1.0);
        let colours: Vec<f32> = colour.clone().chain(colour.clone()).chain(colour).collect();
        let picture = Tensor::from_shape(&[1, 3, HEIGHT, self.width], &colours)?;
        let answers = self.plan.run(tvec!(picture.into_tvalue()))?;
        let answer = answers
            .first()
            .ok_or_else(|| TractError::msg("no answer"))?
            .to_plain_array_view::<f32>()?;
        let class_count = answer.shape().last().copied().unwrap_or_default();
        Ok(Chances { class_count, values: answer.iter().copied().collect() })
    }
}

fn engine_error(error: TractError) -> InputError {
    InputError::Engine(format!("{error:#}"))
}
