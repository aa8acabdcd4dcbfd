// The names by which the flows find things on the pages: what a screen reader would say. Where a page's words change, they change here.

export const labels = {
  signIn: /^sign in$/i,

  // Of /queue and /meetings/REF.
  bookLink: /^book\b/i,
  // Drawn as buttons, and said so.
  moveLink: /^move$/i,
  adjournLink: /^adjourned$/i,

  // Of /meetings/REF/book.
  bookButton: /^book /i,
  holdButton: /^keep free for/i,
  checkButton: /^check$/i,

  // Of /happened.
  reasonField: /^reason, as adjournments are counted$/i,
  staffField: /^who$/i,
  waysButton: /^show what breaks/i,
  takeChoice: /^take choice 1$/i,
  writeDown: /^write it down$/i,

  // Of /meetings/REF/outcome.
  heldRadio: /^held and completed$/i,
  decisionField: /^decision$/i,
  tookPartField: /^how the child took part$/i,
  recordButton: /^(record it|save)$/i,

  undoButton: /^undo$/i,

  // What a page says when it is done.
  done: /it is done/i,
  toldHeading: /who must be told/i,
  undone: /^undone$/i,
  follows: /^what follows from it$/i,
};
