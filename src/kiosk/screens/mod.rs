//! One file per screen: its state, its touches, its view.

pub mod choose_item;
pub mod fill_form;
pub mod item_page;
pub mod my_cases;
pub mod out_of_service;
pub mod read_card;
pub mod review;
pub mod sign;
pub mod submitted;
pub mod tile;
pub mod welcome;

/// Which part of a list that is longer than the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub words: String,
    pub first: bool,
    pub last: bool,
}

/// The screen that is shown, with what only it knows.
pub enum Screen {
    Welcome,
    ReadCard,
    ChooseItem(choose_item::State),
    ItemPage(item_page::State),
    FillForm(Box<fill_form::State>),
    Sign(Box<sign::State>),
    Review(Box<review::State>),
    Submitted(Box<submitted::State>),
    MyCases(my_cases::State),
    OutOfService,
}

/// What a screen shows; plain data for the binding of the same name.
#[derive(Clone, PartialEq)]
pub enum View {
    Welcome(welcome::View),
    ReadCard(read_card::View),
    ChooseItem(choose_item::View),
    ItemPage(item_page::View),
    FillForm(fill_form::View),
    Sign(sign::View),
    Review(review::View),
    Submitted(submitted::View),
    MyCases(my_cases::View),
    OutOfService(out_of_service::View),
}
