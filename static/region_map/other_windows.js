// Windows of this browser that have the same draft in hand: each hears whether there is another, as long as there is.

const WAIT = 2_000; // ms

export class OtherWindows {
  // tell(whether there is another one)
  constructor(tell) {
    this.tell = tell;
    this.draft = null;
    this.channel = new BroadcastChannel("keniki: draft in hand");
    this.channel.onmessage = ({ data }) => this.hear(data);
  }

  // The draft that this window goes on with; null: none is kept yet.
  hold(draft) {
    if (draft === this.draft) return;
    this.draft = draft;
    this.know(false);
    this.say("who?");
  }

  hear({ draft, says }) {
    if (draft !== this.draft) return;
    if (says === "who?") this.say("me");
    this.know(true);
  }

  // Who closes a window says nothing: another one is asked again and again whether it is still there.
  know(isThere) {
    clearTimeout(this.waiting);
    this.tell(isThere);
    if (isThere) this.waiting = setTimeout(() => this.askAgain(), WAIT);
  }

  askAgain() {
    this.say("who?");
    this.waiting = setTimeout(() => this.know(false), WAIT);
  }

  say(says) {
    if (this.draft) this.channel.postMessage({ draft: this.draft, says });
  }

  leave() {
    clearTimeout(this.waiting);
    this.channel.close();
  }
}
