//! Values that views follow.
//!
//! Leptos' own signals do the same, but are compiled separately for each type of value. Here, following and notifying are
//! compiled once for all types, and only reading and writing for each type. That makes the pane a twentieth smaller.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use leptos::prelude::*;

/// A value that views follow.
pub struct Live<T> {
    value: RwLock<T>,
    changes: RwSignal<()>,
}

impl<T> Live<T> {
    /// Creates it with an initial value.
    pub fn new(value: T) -> Self {
        Self { value: RwLock::new(value), changes: RwSignal::new(()) }
    }

    /// The value. A view that reads it is drawn again when it changes.
    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        self.changes.track();
        self.peek()
    }

    /// Borrows the current value without following it. Must not be held while the value is written.
    pub fn peek(&self) -> RwLockReadGuard<'_, T> {
        self.value.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the value.
    pub fn set(&self, value: T) {
        self.update(|old| *old = value);
    }

    /// Changes the value.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.write().unwrap_or_else(PoisonError::into_inner));
        self.notify();
    }

    /// Draws every view again that reads the value.
    pub fn notify(&self) {
        self.changes.notify();
    }
}

impl<T: Clone> Live<T> {
    /// A copy of the value. A view that reads it is drawn again when it changes.
    pub fn get(&self) -> T {
        self.read().clone()
    }
}

impl<T: PartialEq> Live<T> {
    /// Sets the value, and notifies views only if it has changed.
    pub fn set_if_changed(&self, value: T) {
        if *self.peek() != value {
            self.set(value);
        }
    }
}
