package import Foundation

/// The package's root folder.
package let packageRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The folder of larger reference vectors beside a checkout, or nil, said out loud, where there is none.
///
/// The package's own fixtures cover the same ground; these vectors only widen it.
package let referenceData: URL? = {
  let folder = packageRoot.deletingLastPathComponent().appendingPathComponent("shared/data")
  if FileManager.default.fileExists(atPath: folder.path) { return folder }
  print(
    "skipped: no reference vectors beside the checkout; the package's own fixtures are used alone")
  return nil
}()
