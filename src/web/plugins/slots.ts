/** Places for requests that wait: so many in all, and so many for each address. */
export interface Slots {
  /** Gives back the place when it is called; null where none is free. */
  take(address: string): (() => void) | null;
}

export function createSlots(all: number, each: number): Slots {
  const held = new Map<string, number>();
  let count = 0;
  return {
    take(address) {
      const own = held.get(address) ?? 0;
      if (count >= all || own >= each) return null;
      held.set(address, own + 1);
      count += 1;
      let given = false;
      return () => {
        if (given) return;
        given = true;
        count -= 1;
        const left = (held.get(address) ?? 1) - 1;
        if (left === 0) held.delete(address);
        else held.set(address, left);
      };
    },
  };
}
