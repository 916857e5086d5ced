// What the tasks of the sample projects are called: what a team would really have to do, under the heads it belongs to.

export const SHOP = {
  "Basket and checkout": [
    "Basket survives a reload", "Show delivery cost before the last step", "Guest checkout without an account",
    "Apply voucher codes in the basket", "Explain why a voucher is refused", "Keep the basket for thirty days",
    "Warn when an item sells out while it is in the basket", "One page for address and payment",
    "Remember the last delivery address", "Pay with a saved card", "Retry a payment that timed out",
    "Show the tax of each line",
  ],
  "Catalogue": [
    "Filter apples by harvest week", "Sort by price per kilogram", "Photos in three sizes", "Load photos lazily",
    "Search that forgives typing errors", "Facets with counts", "Seasonal banner that editors can change",
    "Product page for subscriptions", "Compare two varieties side by side", "Mark organic produce",
    "Structured data for search engines", "Redirect the old product addresses",
  ],
  "Orders and delivery": [
    "Delivery slots by postal code", "Let customers move their slot", "Packing list sorted by shelf",
    "Print labels from the packing list", "Mail when the van is on its way", "Track the van on a map",
    "Cancel an order until it is packed", "Refund single items", "Export orders for bookkeeping",
    "Weekly box subscriptions", "Pause a subscription over the holidays", "Substitute items that ran out",
  ],
  "Accounts": [
    "Sign in with a passkey", "Reset a forgotten password", "Delete my account and data",
    "Newsletter consent with a record", "Merge accounts with one mail address", "Order history with invoices",
    "Invite a friend", "Two addresses in one account",
  ],
  "Speed and quality": [
    "First page below one second on a phone", "Cache the catalogue at the edge", "Budget for script size in the build",
    "Contrast of the price tags", "Keyboard path through checkout", "Alarm when checkout errors rise",
    "Load test for the harvest sale", "Trace a request through all services", "Backups are restored every week",
    "Rotate the payment keys", "Upgrade the database to 17", "Remove the old basket service",
  ],
};

export const APP = {
  "Offline first": [
    "Sync orders when the phone is back online", "Resolve edits made on two phones", "Store photos until they can be sent",
    "Show what has not been sent yet", "Encrypt what is kept on the phone", "Limit what is kept to two weeks",
    "Migrate the store of version 2", "Test sync on a slow network", "Retry uploads with growing pauses",
  ],
  "Picking": [
    "Scan crates with the camera", "Count by weight", "Large buttons for gloves", "Beep when a crate is complete",
    "Undo the last scan", "Show the next tree on the map", "Split a crate between two orders", "Report damaged fruit",
    "Language of the picker", "Shift handover in one screen",
  ],
  "Push and sign-in": [
    "Move push messages to the new service", "Sign in by QR code", "Sign out lost phones", "Ask for permission later",
    "Quiet hours for push messages", "Badges for open tasks", "Keep signed in for a harvest season",
    "Explain why the camera is needed",
  ],
  "Release": [
    "Build for the new store rules", "Screenshots in four languages", "Crash reports without personal data",
    "Staged rollout to ten percent", "Upgrade the framework to 0.82", "Replace the abandoned camera library",
    "Sign builds in the pipeline", "Notes for each release", "Battery test over a whole shift", "Beta group of twenty pickers",
  ],
};

export const BILLING = {
  "Invoices": [
    "Electronic invoices in the new format", "Credit notes refer to their invoice", "Number ranges by year",
    "Round as the tax office does", "Invoice in the customer's language", "Archive for ten years",
  ],
  "Payments": [
    "Match bank transfers by reference", "Direct debit mandates", "Dunning in three steps", "Report chargebacks",
    "Idempotent refunds", "Reconcile with the payment provider each night",
  ],
  "Service": [
    "Rate limits for partners", "Publish the API description", "Sandbox with fixed answers", "Audit trail of changes",
    "Rotate signing keys without downtime", "Delete test data each night",
  ],
};

export const ISSUES = {
  shop: [
    ["Voucher is applied twice after going back", "bug", "high"], ["Slot list is empty for 04347", "bug", "medium"],
    ["Price tag overlaps the photo on small phones", "bug", "low"], ["Checkout fails for long street names", "bug", "high"],
    ["Cannot pay with a card from Austria", "bug", "high"], ["Search for 'Boskop' finds nothing", "bug", "medium"],
    ["Mail about the van comes after the van", "bug", "medium"], ["Please show the farm of each apple", "wish", "low"],
    ["Basket icon has no name for screen readers", "accessibility", "medium"],
  ],
  app: [
    ["Camera stays black on older phones", "bug", "high"], ["Scan counts twice in bright sun", "bug", "high"],
    ["Sync stops at photo 200", "bug", "critical"], ["Push messages arrive an hour late", "bug", "medium"],
    ["Crash when the shift ends during a scan", "bug", "high"], ["Polish texts are cut off", "bug", "low"],
    ["Battery is empty at noon", "bug", "high"],
  ],
  billing: [["Rounding differs by one cent on 7 % items", "bug", "medium"], ["Sandbox answers 500 for empty names", "bug", "low"]],
};
