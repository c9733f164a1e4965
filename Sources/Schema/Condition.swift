import Text

/// What must hold for a setting to have an effect; writing the setting where it does not hold is an
/// error.
public indirect enum Condition: Sendable, Hashable {
  /// Training the model uses this part of the `training` section.
  case training(TrainingPart)
  /// The task is one of these.
  case task([PredictionTask])
  /// A data file is delimited text.
  case delimitedText
  /// The value at this path of the spec is one of these.
  case oneOf([Literal], at: SettingPath)
  /// The value at this path of the spec is set and none of these.
  case noneOf([Literal], at: SettingPath)
  /// Nothing is set at this path of the spec.
  case absent(SettingPath)
  case anyOf([Condition])
}

/// A part of the `training` section that some models are trained without.
public enum TrainingPart: String, Sendable, Hashable, CaseIterable {
  /// Following the gradient of the loss: loss, optimizer, epochs, early stopping, checkpoints.
  case gradient
  /// Steps on batches of rows: batch size, shuffling, schedule, clipping.
  case batches
  /// A choice between single and double precision.
  case precision
  /// Penalties whose weight depends on whether the loss is a mean or a sum.
  case reduction
  case penalties
  case classWeights = "class weights"
  case labelSmoothing = "label smoothing"
}

extension Condition {
  /// One sentence for the reference page.
  var sentence: String {
    switch self {
    case .training(.gradient): "Only for gradient training."
    case .training(.batches): "Only for gradient training on batches."
    case .training(let part): "Only for models with \(part.rawValue)."
    case .task(let tasks): "Only for \(tasks.map(\.rawValue).joined(separator: " and ")) tasks."
    case .delimitedText: "Only for delimited text."
    case .oneOf(let values, at: let path):
      "Only with `\(path)` \(values.map(\.word).joined(separator: " or "))."
    case .noneOf(let values, at: let path):
      "Not with `\(path)` \(values.map(\.word).joined(separator: " or "))."
    case .absent(let path): "Not with `\(path)`."
    case .anyOf(let conditions): "Only \(conditions.map(\.phrase).joined(separator: ", or "))."
    }
  }

  /// The condition as a part of a sentence.
  private var phrase: String {
    switch self {
    case .absent(let path): "without `\(path)`"
    case .anyOf(let conditions): conditions.map(\.phrase).joined(separator: ", or ")
    case .noneOf(let values, at: let path):
      "with `\(path)` other than \(values.map(\.word).joined(separator: " or "))"
    case .training, .task, .delimitedText, .oneOf:
      String(sentence.dropFirst("Only ".count).dropLast())
    }
  }
}

extension Literal {
  /// A scalar as a spec writes it; an empty list as `[]`.
  public var word: String {
    switch self {
    case .null: "null"
    case .boolean(let boolean): String(boolean)
    case .integer(let integer): String(integer)
    case .number(let number): NumberFormat.typed(number)
    case .string(let string): string
    case .list(let elements): "[\(elements.map(\.word).joined(separator: ", "))]"
    case .mapping: "{…}"
    }
  }
}
