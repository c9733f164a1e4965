import Learning

/// Where an interrupted run goes on.
public struct Resumption: Sendable, Hashable {
  /// Steps and epochs of training done; nil when the training starts from the beginning.
  public let step: Int?
  public let epoch: Int?
  /// Checkpoints that could not be used, each with the reason.
  public let damages: [String]

  init(_ work: EarlierWork) {
    step = work.checkpoint?.position.stepsDone
    epoch = work.checkpoint?.position.epoch
    damages = work.damages
  }

  /// "from step 120, epoch 3".
  public var place: String {
    guard let step, let epoch else { return "from the beginning of the training" }
    return "from step \(step), epoch \(epoch)"
  }

  /// Its numbers for the event log.
  var values: [String: Double] {
    guard let step, let epoch else { return [:] }
    return ["step": Double(step), "epoch": Double(epoch)]
  }
}
