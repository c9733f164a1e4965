import Learning
import Runs

extension RunSession {
  /// Writes the files of the model.
  func save(_ model: any FittedModel) throws -> ModelRecord {
    let saved = try SavedModel(model, data, plan)
    for file in saved.files { try directory.write(file.name, file.bytes) }
    return saved.record
  }
}
