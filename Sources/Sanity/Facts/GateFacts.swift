import Datasets
import Learning
import Synchronization

/// Facts that several checks share; each is computed at its first use.
final class GateFacts: Sendable {
  let isTrainFinite = Memo<Bool>()
  let hasUsableClasses = Memo<Bool>()
  let trainGroups = Memo<RowGroups>()
  let chanceAgreement = Memo<ChanceAgreement>()
  let signalSample = Memo<SignalSample?>()
  let signal = Memo<SignalEvidence?>()
  let initialState = Memo<InitialState?>()
  let hiddenSignal = Memo<HiddenSignal?>()
  let start = Memo<TrainingOutcome?>()
  let subset = Memo<OverfitSubset>()
  let trial = Memo<Result<SubsetTrial, any Error>>()
}

/// A value computed at its first use.
final class Memo<Value: Sendable>: Sendable {
  private let stored = Mutex<Value?>(nil)

  /// Stores a value that is already known, unless there is one.
  func remember(_ value: Value) {
    stored.withLock { stored in stored = stored ?? value }
  }

  /// The value; `compute` runs at most once and must not use this same value.
  func value(_ compute: () -> Value) -> Value {
    stored.withLock { stored in
      if let value = stored { return value }
      let value = compute()
      stored = value
      return value
    }
  }
}
