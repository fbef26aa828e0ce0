//! A list whose places are used again, and keep their meaning until then.

use crate::prepared::place::Place;

/// Things by place.
#[derive(Debug, Clone)]
pub(crate) struct Arena<P, T> {
    items: Vec<Option<T>>,
    vacant: Vec<P>,
}

impl<P, T> Default for Arena<P, T> {
    fn default() -> Self {
        Self { items: Vec::new(), vacant: Vec::new() }
    }
}

impl<P: Place, T> Arena<P, T> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { items: Vec::with_capacity(capacity), vacant: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len() - self.vacant.len()
    }

    pub(crate) fn insert(&mut self, item: T) -> P {
        match self.vacant.pop() {
            Some(place) => {
                self.items[place.index()] = Some(item);
                place
            }
            None => {
                self.items.push(Some(item));
                P::at(self.items.len() - 1)
            }
        }
    }

    pub(crate) fn remove(&mut self, place: P) -> Option<T> {
        let item = self.items[place.index()].take()?;
        self.vacant.push(place);
        Some(item)
    }

    pub(crate) fn get(&self, place: P) -> Option<&T> {
        self.items.get(place.index())?.as_ref()
    }

    /// What is at a place that an index or a record has, and that is therefore not vacant.
    pub(crate) fn at(&self, place: P) -> &T {
        self.get(place).expect("nobody keeps a vacant place")
    }

    /// [`at`](Self::at), to change it.
    pub(crate) fn at_mut(&mut self, place: P) -> &mut T {
        self.items[place.index()].as_mut().expect("nobody keeps a vacant place")
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter().flatten()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().flatten()
    }

    /// With their places.
    pub(crate) fn places(&self) -> impl Iterator<Item = (P, &T)> {
        let items = self.items.iter().enumerate();
        items.filter_map(|(index, item)| Some((P::at(index), item.as_ref()?)))
    }
}
