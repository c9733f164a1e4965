import FoundationEssentials
import Inference
import Runs

/// The folder that a user means by a run or by a path.
struct SavedModelFolder {
  let path: String

  init(_ reference: String, in store: StoreOptions) throws {
    let isFolder = FileManager.default.fileExists(
      atPath: "\(reference)/\(PipelineBundle.descriptionName)")
    path = isFolder ? reference : try RunStore(root: store.folder).resolve(reference).path
  }

  func bundle() throws -> PipelineBundle {
    try PipelineBundle(
      tensors: bytes(PipelineBundle.tensorsName),
      description: bytes(PipelineBundle.descriptionName), in: path)
  }

  /// The bytes of one of its files.
  func bytes(_ name: String) throws -> [UInt8] {
    guard let bytes = try RunStore.bytes(of: name, inFolder: path) else {
      throw BundleError(folder: path, problem: .missingFile(name))
    }
    return bytes
  }
}
