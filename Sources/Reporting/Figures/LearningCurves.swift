import Runs
import Text

/// Train and dev loss by epoch, with the epoch whose parameters were saved.
struct LearningCurves {
  let training: TrainingRecord

  /// The figure; nil with fewer than two epochs.
  var html: HTML? {
    let epochs = training.epochs
    let train = epochs.map { (x: Double($0.epoch), y: $0.trainLoss) }
    let dev = epochs.compactMap { epoch in
      epoch.devLoss.map { (x: Double(epoch.epoch), y: $0) }
    }
    guard epochs.count > 1,
      let x = Scale(of: epochs.map { Double($0.epoch) }, padding: 0),
      let y = Scale(of: (train + dev).map(\.y), mayBeLogarithmic: true)
    else { return nil }
    var plot = Plot(x: x, y: y, description: caption)
    plot.xTitle = training.solver == nil ? "epoch" : "iteration"
    plot.yTitle =
      training.loss.replacing("_", with: " ")
      + (training.isTargetScaled == true ? " of the scaled target" : "")
      + (y.kind == .logarithmic ? ", logarithmic" : "")
    if let best = training.bestEpoch { plot.rule(x: Double(best), style: "saved") }
    plot.line(train, style: "train")
    plot.line(dev, style: "dev")
    if let best = training.bestEpoch, let point = dev.first(where: { $0.x == Double(best) }) {
      plot.dots([point], style: "dev")
      plot.label("epoch \(best) saved", x: point.x, y: y.high, style: "saved")
    }
    if let last = train.last(where: { $0.y.isFinite }) {
      plot.label("train", besideY: last.y, style: "train")
    }
    if let last = dev.last(where: { $0.y.isFinite }) {
      plot.label("dev", besideY: last.y, style: "dev")
    }
    return .figure(plot.html, caption: caption, isWide: true)
  }

  private var caption: String {
    let finite = training.epochs.filter { $0.trainLoss.isFinite }
    guard let first = finite.first, let last = finite.last else {
      return "No epoch ended with a finite loss."
    }
    let unit = training.solver == nil ? "epoch" : "iteration"
    var text =
      "Over \(NumberFormat.count(training.epochs.count, unit)) the train loss went from "
      + "\(NumberFormat.number(first.trainLoss)) to "
      + NumberFormat.number(last.trainLoss)
    let dev = training.epochs.filter { $0.devLoss?.isFinite == true }
    if let best = dev.min(by: { ($0.devLoss ?? 0) < ($1.devLoss ?? 0) }), let loss = best.devLoss {
      text += "; the dev loss was lowest, \(NumberFormat.number(loss)), "
      text += best.epoch == dev.last?.epoch ? "in the last" : "in \(unit) \(best.epoch)"
      text += best.epoch == dev.last?.epoch ? "" : ", and rose after it"
    }
    if finite.count < training.epochs.count {
      text += "; the line ends where the loss becomes infinite or NaN"
    }
    return text + "."
  }
}
