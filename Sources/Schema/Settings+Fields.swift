extension Settings {
  /// The given values and the defaults of the other fields: for models that Assay makes by itself
  /// and for tests.
  ///
  /// An unknown key or a missing required one stops the program.
  public init(fields: [Field], setting values: [(String, Literal)] = []) {
    self.init(Resolved(defaults: Self.filled(values.map { Literal.Entry($0.0, $0.1) }, fields)))
  }

  private static func filled(_ given: [Literal.Entry], _ fields: [Field]) -> Literal {
    if let unknown = given.first(where: { entry in !fields.contains { $0.name == entry.key } }) {
      fatalError("no field \"\(unknown.key)\" among \(fields.map(\.name))")
    }
    return .mapping(
      fields.compactMap { field in
        if let set = given.first(where: { $0.key == field.name })?.value {
          return Literal.Entry(field.name, filled(set, field.shape))
        }
        switch field.fallback {
        case .required: fatalError("the field \"\(field.name)\" must be set")
        case .absent: return nil
        case .value(let value): return Literal.Entry(field.name, filled(value, field.shape))
        }
      })
  }

  private static func filled(_ value: Literal, _ shape: Shape) -> Literal {
    guard case .mapping(let entries) = value, case .mapping(let fields) = shape else {
      return value
    }
    return filled(entries, fields)
  }
}
