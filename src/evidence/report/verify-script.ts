/**
 * The check that a report does in a browser: bytes → leaf → path → root → signature, as `verifyProofBundle` does it.
 * It runs nowhere else, so it is text here; test/e2e/report.test.ts runs it in Chromium.
 */
export const VERIFY_SCRIPT = String.raw`
'use strict';
(() => {
  const evidence = JSON.parse(document.getElementById('evidence').textContent);
  const utf8 = (text) => new TextEncoder().encode(text);
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const node = (left, right) => sha256(join(Uint8Array.of(1), left, right));
  const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
  const must = (holds) => { if (!holds) throw new Error('does not hold'); };

  function parseCheckpoint(note) {
    const [origin, size, root, empty, ...signatures] = note.split('\n');
    must(origin && /^[1-9][0-9]*$/.test(size) && empty === '');
    return { origin, size: Number(size), root: bytesOf(root), text: utf8(origin + '\n' + size + '\n' + root + '\n'), signatures };
  }

  // name+id+base64 of 01 and 32 bytes; the id is a digest of the rest
  async function parseKey(line) {
    const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    if (!name) return undefined;
    let bytes;
    try { bytes = bytesOf(encoded); } catch { return undefined; }
    if (bytes.length !== 33 || bytes[0] !== 1) return undefined;
    const digest = await sha256(join(utf8(name + '\n'), bytes));
    return hex(digest.subarray(0, 4)) === id ? { name, id, raw: bytes.subarray(1) } : undefined;
  }

  // RFC 9162 section 2.1.3.2
  async function rootFrom(leaf, index, size, path) {
    let hash = leaf;
    let at = index;
    let last = size - 1;
    for (const sibling of path) {
      must(sibling.length === 32 && last > 0);
      if (at % 2 === 1 || at === last) {
        hash = await node(sibling, hash);
        while (at % 2 === 0 && at > 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
      } else hash = await node(hash, sibling);
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    }
    must(last === 0);
    return hash;
  }

  function entries() {
    return Object.keys(evidence.files).filter((name) => name.endsWith('.entry.json')).map((name) => {
      const index = Number(name.split('.')[0]);
      const line = evidence.files[name];
      const entry = JSON.parse(line);
      must(entry.seq === index);
      const proof = evidence.files[index + '.tlog-proof'];
      const end = proof.indexOf('\n\n');
      const lines = proof.slice(0, end).split('\n');
      must(lines[0] === 'c2sp.org/tlog-proof@v1' && lines[1] === 'index ' + index);
      must(proof.slice(end + 2) === evidence.files.checkpoint);
      return { index, line, entry, path: lines.slice(2).map(bytesOf) };
    });
  }

  async function check(trusted, files, words, report) {
    const chosen = files.find((file) => file.name === 'manifest.json');
    if (evidence.manifest === undefined && !chosen) return 'needsManifest';
    const manifestBytes = evidence.manifest === undefined ? new Uint8Array(await chosen.arrayBuffer()) : utf8(evidence.manifest);
    let manifest;
    try { manifest = JSON.parse(new TextDecoder().decode(manifestBytes)); } catch { return 'failed'; }
    let proven, head;
    const step = async (name, work) => {
      try {
        report(words.steps[name], true, await work());
        return true;
      } catch {
        report(words.steps[name], false, '');
        return false;
      }
    };
    let good = true;
    const then = async (name, work) => { good = good && (await step(name, work)); };
    await then('entry', () => {
      proven = entries();
      const commit = proven.find((p) => p.entry.type === 'run.commit');
      const gate = proven.find((p) => p.entry.type === 'purpose.check');
      must(proven.length === 2 && commit && gate);
      must(commit.entry.release === manifest.release && commit.entry.run === manifest.release && gate.entry.run === manifest.release);
      must(gate.entry.policySha256 === manifest.policySha256 && commit.index === manifest.log.index);
      return commit.entry.manifestSha256;
    });
    await then('manifest', async () => {
      const digest = hex(await sha256(manifestBytes));
      must(digest === proven.find((p) => p.entry.type === 'run.commit').entry.manifestSha256);
      return digest;
    });
    await then('leaf', async () => {
      for (const p of proven) p.leaf = await sha256(join(Uint8Array.of(0), utf8(p.line)));
      return proven.map((p) => hex(p.leaf)).join(' ');
    });
    await then('path', async () => {
      head = parseCheckpoint(evidence.files.checkpoint);
      for (const p of proven) {
        must(p.index < head.size && p.entry.log === head.origin && head.origin === manifest.log.origin);
        p.root = await rootFrom(p.leaf, p.index, head.size, p.path);
      }
      return proven.map((p) => hex(p.root)).join(' ');
    });
    await then('root', () => {
      must(head.root.length === 32 && proven.every((p) => same(p.root, head.root)));
      return hex(head.root);
    });
    let unsupported = false;
    await then('signature', async () => {
      const key = trusted ?? (await parseKey(evidence.files['log.vkey'].trim()));
      must(key && key.name === head.origin);
      let imported;
      try {
        imported = await crypto.subtle.importKey('raw', key.raw, 'Ed25519', false, ['verify']);
      } catch (e) {
        unsupported = true;
        throw e;
      }
      const own = head.signatures.map((line) => /^\u2014 (\S+) (\S+)$/.exec(line)).filter((m) => m && m[1] === key.name)
        .map((m) => bytesOf(m[2])).filter((bytes) => hex(bytes.subarray(0, 4)) === key.id);
      must(own.length === 1 && (await crypto.subtle.verify('Ed25519', imported, own[0].subarray(4), head.text)));
      return key.name + ' ' + key.id;
    });
    if (good && files.length > 0)
      await then('files', async () => {
        const listed = [...manifest.outputs, ...manifest.files, { path: 'manifest.json', sha256: hex(await sha256(manifestBytes)) }];
        const found = [];
        const taken = new Set();
        let all = true;
        for (const file of files.filter((file) => evidence.manifest !== undefined || file !== chosen)) {
          // A browser tells the name alone: of files that are called alike, the digest says which one it is, each once.
          const named = listed.filter(({ path }) => (path === file.name || path.endsWith('/' + file.name)) && !taken.has(path));
          const digest = hex(await sha256(await file.arrayBuffer()));
          const match = named.find(({ sha256: expected }) => expected === digest);
          if (match) taken.add(match.path);
          all = all && match !== undefined;
          found.push(match ? match.path + ': ' + words.outcome.ok : file.name + ': ' + (named.length > 0 ? words.outcome.bad : words.outcome.unknownFile));
        }
        if (!all) report(found.join('; '), false, '');
        must(all);
        return found.join('; ');
      });
    return unsupported ? 'unsupported' : !good ? 'failed' : trusted ? 'trusted' : 'self';
  }

  function line(list, words, text, holds, detail) {
    const item = document.createElement('li');
    const state = document.createElement('span');
    state.className = 'badge ' + (holds ? 'good' : 'bad');
    state.textContent = (holds ? '\u2713 ' : '\u2715 ') + (holds ? words.outcome.ok : words.outcome.bad);
    item.append(state, ' ' + text + ' ');
    if (detail) {
      const small = document.createElement('small');
      const code = document.createElement('code');
      code.textContent = detail;
      small.append(code);
      item.append(small);
    }
    list.append(item);
  }

  for (const button of document.querySelectorAll('[data-verify]'))
    button.addEventListener('click', async () => {
      const words = evidence.words[button.dataset.verify];
      const box = button.closest('.check');
      const outcome = box.querySelector('[data-outcome]');
      const list = document.createElement('ol');
      outcome.replaceChildren();
      const say = (result) => {
        const last = document.createElement('p');
        last.className = 'outcome badge ' + { trusted: 'good', self: 'warn', failed: 'bad', unsupported: 'warn', needsManifest: 'warn', badKey: 'bad' }[result];
        last.dataset.result = result;
        last.textContent = words.outcome[result];
        outcome.replaceChildren(last, list);
      };
      const given = box.querySelector('[data-key]').value.trim();
      const trusted = given === '' ? undefined : await parseKey(given);
      if (given !== '' && !trusted) return say('badKey');
      say(await check(trusted, [...box.querySelector('[data-files]').files], words, (text, holds, detail) => line(list, words, text, holds, detail)));
    });
})();
`
