// What a person may write for a port: `62893`, `localhost:62893`, `53/udp`, a URL.

/** A port as it was written, with the host where one was. */
export interface Address {
  readonly host: string | undefined;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/** The ports of URLs that name none. */
const usual: Readonly<Record<string, number>> = {
  amqp: 5672,
  ftp: 21,
  http: 80,
  https: 443,
  mongodb: 27017,
  mysql: 3306,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  ssh: 22,
  ws: 80,
  wss: 443,
};

/** Returns the address that a text is, undefined where it is none. */
export function parseAddress(text: string): Address | undefined {
  const written = text.trim();
  const [, scheme, authority] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\s]*)\S*$/i.exec(written) ?? [];
  if (scheme !== undefined && authority !== undefined) {
    return hostAndPort(authority.slice(authority.lastIndexOf("@") + 1), "tcp", usual[scheme.toLowerCase()]);
  }
  const [, address = written, protocol = "tcp"] = /^(.*?)\/(tcp|udp)$/i.exec(written) ?? [];
  return hostAndPort(address, protocol.toLowerCase() as "tcp" | "udp");
}

function hostAndPort(text: string, protocol: "tcp" | "udp", otherwise?: number): Address | undefined {
  const [, host, digits] = /^(?:(\[[0-9a-f:.%]+\]|[^\s:/[\]]*):)?(\d{1,5})$/i.exec(text) ?? [];
  if (digits !== undefined) return within(host?.replace(/^\[|\]$/g, ""), Number(digits), protocol);
  if (otherwise === undefined || !/^(\[[0-9a-f:.%]+\]|[^\s:/[\]]+)$/i.test(text)) return undefined;
  return { host: text.replace(/^\[|\]$/g, ""), port: otherwise, protocol };
}

function within(host: string | undefined, port: number, protocol: "tcp" | "udp"): Address | undefined {
  if (port < 1 || port > 65535) return undefined;
  return { host: host === "" || host === "*" ? undefined : host, port, protocol };
}

/** Reports whether what listens on an address is meant by what was written: a name may be any address of this machine. */
export function isMeant(written: Address, listens: { host: string; port: number; protocol: string }): boolean {
  if (written.port !== listens.port || written.protocol !== listens.protocol) return false;
  const literal = written.host !== undefined && /^[\d.]+$|:/.test(written.host);
  if (!literal || written.host === "0.0.0.0" || written.host === "::") return true;
  return listens.host === written.host || listens.host === "0.0.0.0" || listens.host === "::";
}
