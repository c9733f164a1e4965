import Datasets
import Experiments
import Findings
import Learning
import Sanity
import Schema

/// A faulty pipeline with edits of its spec, as a user's repair would leave it: the spec changes,
/// what is wrong with data or core stays.
struct FaultyVariants: PipelineVariants {
  let pipeline: Pipeline
  let spec: SpecVariants

  func value(at path: SettingPath) -> Literal? { spec.value(at: path) }
  func text(at path: SettingPath) -> String? { spec.text(at: path) }
  func place(of path: SettingPath) -> SpecPlace { spec.place(of: path) }

  func variant(_ edits: [SpecEdit]) throws -> PipelineVariant {
    var changed = pipeline
    changed.overrides += edits.map(\.override)
    let ready = try ReadyPipeline(changed)
    let train = ready.rows.train
    let positions = Dictionary(
      train.rowIDs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return PipelineVariant(
      recipe: ready.recipe, plan: ready.plan, inputNames: ready.rows.preprocessing.inputNames
    ) { ids in
      train.rows(
        at: try ids.map { id in
          guard let position = positions[id] else { throw MissingRow(id: id) }
          return position
        })
    }
  }

  private struct MissingRow: Error {
    let id: Int
  }
}
