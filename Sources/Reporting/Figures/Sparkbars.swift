/// Counts as a row of small bars.
struct Sparkbars {
  let counts: [Int]

  var html: HTML {
    guard let greatest = counts.max(), greatest > 0 else { return "" }
    let width = 100 / Double(counts.count)
    let bars = counts.enumerated().map { index, count -> String in
      let height = count == 0 ? 0 : max(4, 100 * Double(count) / Double(greatest))
      return "M\(Plot.digits(Double(index) * width)) 100v-\(Plot.digits(height))"
        + "h\(Plot.digits(width * 0.85))v\(Plot.digits(height))z"
    }.joined()
    return """
      <svg class="bars" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">\
      <path d="\(bars)"/></svg>
      """
  }
}
