import Evaluation

/// A value and its interval drawn on a line against a mark: one row of a figure.
struct IntervalStrip {
  let scale: Scale
  let value: Double?
  let low: Double?
  let high: Double?
  /// The position of the mark: a bound, or zero for a difference.
  var reference: Double?
  /// Whether values above the mark are wanted; that side is tinted.
  var wantsAbove: Bool?
  var tone = Tone.plain

  var html: HTML {
    var marks: [HTML] = []
    if let reference, let wantsAbove {
      let at = scale.position(reference)
      marks.append(
        """
        <rect class="wanted" x="\(Plot.digits(wantsAbove ? at : 0))" y="0" \
        width="\(Plot.digits(wantsAbove ? 1000 - at : at))" height="100"/>
        """)
    }
    marks.append("<path class=\"line axis\" d=\"M0 50H1000\"/>")
    if let reference {
      marks.append(
        "<path class=\"line mark\" d=\"M\(Plot.digits(scale.position(reference))) 5V95\"/>")
    }
    if let value, value.isFinite, value < scale.low || value > scale.high {
      // Beyond the scale: an arrow at the end it lies behind.
      let (tip, tail) = value > scale.high ? (1000, 985) : (0, 15)
      marks.append(
        "<path class=\"line span \(tone.rawValue)\" d=\"M\(tail) 25L\(tip) 50L\(tail) 75\"/>")
      return drawing(of: marks)
    }
    if let low, let high, !low.isNaN, !high.isNaN {
      let ends = [scale.position(low), scale.position(high)].map(Plot.digits)
      marks.append("<path class=\"line span \(tone.rawValue)\" d=\"M\(ends[0]) 50H\(ends[1])\"/>")
    }
    if let value, value.isFinite {
      let at = Plot.digits(scale.position(value))
      marks.append("<path class=\"dot \(tone.rawValue)\" d=\"M\(at) 50h0\"/>")
    }
    return drawing(of: marks)
  }

  private func drawing(of marks: [HTML]) -> HTML {
    """
    <svg class="strip" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">\
    \(marks)</svg>
    """
  }
}
