// The names by which the flows find things on the pages: what a screen reader would say. Where a page's words change, they change here.

export const labels = {
  signIn: /^sign in$/i,

  // Of /queue and /meetings/REF.
  bookLink: /^book\b/i,
  moveLink: /^move\b/i,
  adjournLink: /\badjourn/i,

  // Of /meetings/REF/book, where a place is chosen for a booking and for a move.
  placeChoice: /./,
  reasonField: /reason|why/i,
  bookButton: /^(book|confirm)\b/i,
  moveButton: /^(move|book|confirm)\b/i,
  undoButton: /^undo\b/i,

  // Of /happened.
  absentChoice: /absent|ill/i,
  staffField: /^(staff|who)\b/i,
  fromGroup: /from|first day/i,
  untilGroup: /until|last day/i,
  day: /^day$/i,
  month: /^month$/i,
  year: /^year$/i,
  waysButton: /^(continue|show|find)\b/i,
  wayChoice: /./,
  repairButton: /^(use|apply|repair|confirm)\b/i,
  adjournButton: /^(adjourn|continue|confirm)\b/i,

  // What a page says when it is done: the text of a notice with role "alert" or "status", or of the region that names it.
  notice: /success|important|done/i,
  booked: /booked/i,
  moved: /moved|booked/i,
  adjourned: /adjourned/i,
  repaired: /repaired|changed|moved|booked/i,
  undone: /undone|taken back/i,
  toBook: /not booked|to book/i,
};
