/// A plot over two scales whose text keeps its size at any width.
///
/// The drawing is an SVG stretched to its frame, with strokes that do not stretch; the texts stand
/// beside it as HTML, placed in percent. A dot is a line without length and with a round cap.
struct Plot {
  let x: Scale
  let y: Scale
  var xTitle = ""
  var yTitle = ""
  /// The frame's height in rem.
  var height = 15
  /// The text alternative for screen readers.
  let description: String
  private var marks: [HTML] = []
  private var labels: [(x: Double, y: Double, text: String, style: String, isBeside: Bool)] = []

  init(x: Scale, y: Scale, description: String) {
    self.x = x
    self.y = y
    self.description = description
  }

  /// A line through the points; it breaks where a value is not finite.
  mutating func line(_ points: [(x: Double, y: Double)], style: String) {
    var path = ""
    var isOn = false
    for point in Self.thinned(points) {
      guard point.x.isFinite, point.y.isFinite else {
        isOn = false
        continue
      }
      path += "\(isOn ? "L" : "M")\(place(point.x, point.y))"
      isOn = true
    }
    guard !path.isEmpty else { return }
    marks.append("<path class=\"line \(style)\" d=\"\(path)\"/>")
  }

  /// A dot at each of the points.
  mutating func dots(_ points: [(x: Double, y: Double)], style: String) {
    let path = points.filter { $0.x.isFinite && $0.y.isFinite }
      .map { "M\(place($0.x, $0.y))h0" }.joined()
    guard !path.isEmpty else { return }
    marks.append("<path class=\"dot \(style)\" d=\"\(path)\"/>")
  }

  /// A straight line over the whole frame.
  mutating func rule(x value: Double, style: String) {
    let at = Self.digits(x.position(value))
    marks.append("<path class=\"line \(style)\" d=\"M\(at) 0V1000\"/>")
  }

  mutating func rule(y value: Double, style: String) {
    let at = Self.digits(1000 - y.position(value))
    marks.append("<path class=\"line \(style)\" d=\"M0 \(at)H1000\"/>")
  }

  /// A bar from one value of x to another, standing on the bottom.
  mutating func bar(from start: Double, to end: Double, height: Double, style: String) {
    let left = x.position(start)
    let top = y.position(height)
    marks.append(
      """
      <rect class="\(style)" x="\(Self.digits(left))" y="\(Self.digits(1000 - top))" \
      width="\(Self.digits(x.position(end) - left))" height="\(Self.digits(top))"/>
      """)
  }

  /// A label beside a point.
  mutating func label(_ text: String, x: Double, y: Double, style: String) {
    labels.append((self.x.position(x) / 10, 100 - self.y.position(y) / 10, text, style, false))
  }

  /// A label to the right of the frame, at the end of a line.
  mutating func label(_ text: String, besideY y: Double, style: String) {
    labels.append((100, 100 - self.y.position(y) / 10, text, style, true))
  }

  var html: HTML {
    let xTicks = x.ticks(5)
    let yTicks = y.ticks(4)
    let grid = yTicks.map { "M0 \(Self.digits(1000 - y.position($0.value)))H1000" }.joined()
    let yTexts = yTicks.map { tick -> HTML in
      "<span style=\"top:\(Self.digits(100 - y.position(tick.value) / 10))%\">\(tick.text)</span>"
    }
    let xTexts = xTicks.map { tick -> HTML in
      "<span style=\"left:\(Self.digits(x.position(tick.value) / 10))%\">\(tick.text)</span>"
    }
    let ended: HTML = labels.contains(where: \.isBeside) ? " ended" : ""
    return """
      <div class="plot\(ended)" style="--height:\(height)rem"><div class="y-title">\(yTitle)</div>\
      <div class="y">\(yTexts)</div>\
      <div class="frame"><svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" \
      aria-label="\(description)"><path class="grid" d="\(grid)"/>\(marks)</svg>\
      \(placedLabels)</div>\
      <div class="x">\(xTexts)</div><div class="x-title">\(xTitle)</div></div>
      """
  }

  /// The labels, moved apart where they would cover each other.
  private var placedLabels: [HTML] {
    let room = 110 / Double(height)
    var taken: [(x: Double, y: Double)] = []
    return labels.sorted { $0.y < $1.y }.map { label in
      var y = min(97, max(3, label.y))
      for other in taken where abs(other.x - label.x) < 20 && y - other.y < room {
        y = other.y + room
      }
      taken.append((label.x, y))
      let side = label.isBeside ? " beside" : label.x > 60 ? " left" : ""
      return """
        <span class="label \(label.style)\(side)" \
        style="left:\(Self.digits(label.x))%;top:\(Self.digits(y))%">\(label.text)</span>
        """
    }
  }

  private func place(_ x: Double, _ y: Double) -> String {
    "\(Self.digits(self.x.position(x))) \(Self.digits(1000 - self.y.position(y)))"
  }

  /// A number with at most one decimal place.
  static func digits(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0
      ? String(tenths / 10)
      : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// At most a few hundred points: the minimum and maximum of each stretch, in order.
  private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    let limit = 400
    guard points.count > limit else { return points }
    let stretches = limit / 2
    return (0..<stretches).flatMap { index -> [(x: Double, y: Double)] in
      let range = (index * points.count / stretches)..<((index + 1) * points.count / stretches)
      let stretch = Array(points[range])
      guard let least = stretch.indices.min(by: { stretch[$0].y < stretch[$1].y }),
        let greatest = stretch.indices.max(by: { stretch[$0].y < stretch[$1].y })
      else { return [] }
      return Set([least, greatest]).sorted().map { stretch[$0] }
    }
  }
}
