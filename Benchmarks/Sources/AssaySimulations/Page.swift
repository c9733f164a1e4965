/// The page that holds all tables.
struct Page {
  let options: Options
  let results: [TableResult]

  var text: String {
    """
    # Do the intervals and tests keep what they promise?

    Measured by `scripts/simulations` with the product's own code on simulated data sets of which the
    truth is known. Written by the script, never by hand.

    \(results.map(\.markdown).joined(separator: "\n\n"))

    """
  }
}
