// Telling Python what was done until it has answered: at once, so that whoever closes the window has told everything; again
// when a server that was away is back and idle; again after a reload that was quicker than the server.

const TICK = 1_000; // ms
const IDLE_TICKS = 2;
const TRIES = 4;
const KEPT = "keniki: edited, not answered";
const isServerIdle = () => document.querySelector("[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]") !== null;

export class Telling {
  constructor(send) {
    this.send = send;
  }

  tell(told, tries = 1) {
    keep(told);
    this.send(told);
    this.stop();
    let idle = 0;
    this.asking = setInterval(() => {
      idle = isServerIdle() ? idle + 1 : 0;
      if (idle === IDLE_TICKS && tries < TRIES) this.tell(told, tries + 1);
    }, TICK);
  }

  answered() {
    this.stop();
    sessionStorage.removeItem(KEPT);
  }

  stop() {
    clearInterval(this.asking);
  }

  // What was told to another desk (before a reload, or a restart of the server) of the same trial, and is not in `seq` yet.
  left(desk, start, seq) {
    const told = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    return told && told.desk !== desk && told.start === start && told.seq > seq ? told : null;
  }
}

function keep(told) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(told));
  } catch {
    sessionStorage.removeItem(KEPT); // no room: the server has been told all the same
  }
}
