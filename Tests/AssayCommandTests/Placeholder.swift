// AssayCommand
