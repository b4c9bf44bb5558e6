'use strict';
// The page of a gateway: draws what /events tells. Everything shown as text is set as text.

const SHOWN = 24;
const SVG = 'http://www.w3.org/2000/svg';
const $ = id => document.getElementById(id);
let paused = false;
let held = [];

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function shape(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const percent = share => (100 * share).toFixed(share < 1 && share > 0.995 ? 1 : 0) + ' %';
const count = n => n < 1e4 ? String(n) : n < 1e6 ? (n / 1e3).toFixed(1) + ' k' : (n / 1e6).toFixed(2) + ' M';

function duration(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return s + ' s';
  if (s < 3600) return Math.floor(s / 60) + ' min';
  return s < 86400 ? Math.floor(s / 3600) + ' h' : Math.floor(s / 86400) + ' d';
}

const millis = ms => ms < 10 ? ms.toFixed(1) + ' ms' : ms < 1000 ? Math.round(ms) + ' ms' : (ms / 1000).toFixed(1) + ' s';

// The sample: a picture, or lines where it has one dimension.
function draw(answer) {
  const size = answer.shape.slice();
  if (size.length === 1) size.unshift(1), size.push(1);
  if (size.length === 2) size.push(1);
  const [height, width, channels] = size;
  const bytes = Uint8Array.from(atob(answer.sample), c => c.charCodeAt(0));
  const canvas = element('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'the sample');
  if (height === 1 || width === 1) wave(canvas, bytes, height * width, channels);
  else picture(canvas, bytes, height, width, channels);
  return canvas;
}

function picture(canvas, bytes, height, width, channels) {
  // Upside down would hide the low notes of a spectrogram; rows are drawn as they come.
  const longest = Math.max(height, width);
  canvas.width = longest;
  canvas.height = longest;
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes[i * channels + (channels === 3 ? c : 0)];
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, (longest - width) >> 1, (longest - height) >> 1);
}

function wave(canvas, bytes, length, channels) {
  canvas.width = canvas.height = 176;
  const context = canvas.getContext('2d');
  const colors = ['#2f6fed', '#1a8f5a', '#cc3b3b', '#a86a00'];
  context.lineWidth = 2;
  for (let c = 0; c < Math.min(channels, colors.length); c++) {
    context.strokeStyle = colors[c];
    context.beginPath();
    for (let i = 0; i < length; i++) {
      const x = 4 + 168 * i / Math.max(1, length - 1);
      context.lineTo(x, 172 - 168 * bytes[i * channels + c] / 255);
    }
    context.stroke();
  }
}

function answerCard(answer) {
  const card = element('article', 'answer new');
  card.dataset.key = answer.key;
  card.append(answer.sample ? draw(answer) : element('div', 'nopicture', 'no picture'));
  const words = element('div');
  const title = element('h3', '', answer.answer + ' ');
  title.append(element('small', '', percent(answer.confidence)));
  const guess = answer.audit ? 'audit, device said ' : 'device guessed ';
  const about = element('p', '', answer.device + ' · ' + millis(answer.tookMs) + ' · ' + guess + answer.guess);
  const time = new Date(answer.time);
  about.title = answer.project + ' · ' + answer.key + ' · ' + time.toLocaleString();
  const votes = element('ul', 'votes');
  for (const [member, vote] of Object.entries(answer.votes)) {
    const item = element('li', vote === answer.answer ? '' : 'other', member + ' ');
    item.append(element('b', '', vote));
    votes.append(item);
  }
  words.append(title, about, votes);
  card.append(words);
  return card;
}

function show(answers) {
  const list = $('recent');
  for (const answer of answers) list.prepend(answerCard(answer));
  while (list.children.length > SHOWN) list.lastChild.remove();
  $('none').hidden = list.children.length > 0;
}

function bars(svg, values, labels, names) {
  const width = svg.clientWidth || 500;
  const height = svg.clientHeight || 150;
  const bottom = height - 18;
  const most = Math.max(1, ...values);
  const step = width / values.length;
  const gap = Math.min(4, step * 0.25);
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const parts = [shape('line', {x1: 0, x2: width, y1: bottom + .5, y2: bottom + .5})];
  values.forEach((value, i) => {
    const h = value === 0 ? 0 : Math.max(2, (bottom - 16) * value / most);
    const bar = shape('rect', {x: i * step, y: bottom - h, width: Math.max(1, step - gap), height: h, rx: 1.5});
    bar.append(shape('title', {}, names(i) + ': ' + value));
    parts.push(bar);
  });
  labels.forEach(([at, text, anchor]) =>
    parts.push(shape('text', {x: at * width, y: height - 4, 'text-anchor': anchor}, text)));
  parts.push(shape('text', {x: 0, y: 10}, Math.max(...values) ? 'most ' + most : 'none'));
  svg.replaceChildren(...parts);
}

// The bound that this share of the answers is within.
function quantile(bounds, histogram, share) {
  const all = histogram.reduce((a, b) => a + b, 0);
  if (!all) return '–';
  let seen = 0;
  for (let i = 0; i < bounds.length; i++) {
    seen += histogram[i];
    if (seen >= share * all) return String(bounds[i]);
  }
  return '> ' + bounds[bounds.length - 1];
}

function row(up, name, share, value, title) {
  const item = element('li');
  const label = element('span', 'name dot', name);
  if (up !== null) label.dataset.up = up ? 'yes' : 'no';
  else label.classList.remove('dot');
  item.append(label);
  if (share !== null) {
    const meter = element('span', 'meter');
    const part = element('i');
    part.style.width = 100 * share + '%';
    meter.append(part);
    item.append(meter);
  }
  item.append(element('span', 'value', value));
  if (title) item.title = title;
  return item;
}

function members(state) {
  const agreed = new Map(state.agreements.map(a => [a.project + '\n' + a.member, a]));
  const parts = [];
  for (const project of state.status.projects) {
    parts.push(element('p', 'project', project.project + ' ' + project.signature));
    const list = element('ul', 'rows');
    for (const [member, how] of Object.entries(project.members)) {
      const a = agreed.get(project.project + '\n' + member);
      const share = a ? a.agreed / a.asked : null;
      const up = how === 'UP';
      list.append(row(up, up ? member : member + ' · ' + how.toLowerCase(), share, a ? percent(share) : '–',
        a ? a.agreed + ' of ' + a.asked : 'not asked yet'));
    }
    parts.push(list);
  }
  $('members').replaceChildren(...parts);
}

function devices(state) {
  $('devices').replaceChildren(...state.devices.map(device => {
    const line = element('tr');
    line.append(element('td', '', device.device), element('td', '', device.project),
      element('td', '', device.board || '–'), element('td', 'number', count(device.upcalls)),
      element('td', 'number', duration(state.now - device.last)));
    return line;
  }));
  $('devices-shown').textContent = state.devices.length ? 'the last to ask first' : 'none has asked yet';
}

// Parameters: a block for each project, made once, so that what somebody types into it stays.
const blocks = new Map();
let mayPush = false;

function parametersBlock(signature, name) {
  const root = element('article', 'parameters');
  root.dataset.signature = signature;
  root.append(element('h3', '', name + ' '));
  root.firstChild.append(element('small', '', signature));
  const parts = {
    root, inputs: new Map(), policies: element('ul', 'policies'), form: element('form'), values: element('div', 'values'),
    target: element('select'), button: element('button', '', 'Push'), said: element('p', 'said'),
    now: element('p', 'quiet'), counts: element('p', 'quiet'), devices: element('tbody'), rounds: element('ul', 'rounds'),
  };
  parts.said.setAttribute('role', 'status');
  parts.target.setAttribute('aria-label', 'devices');
  const last = element('div', 'order');
  last.append(parts.target, parts.button);
  parts.form.append(parts.values, last, parts.said);
  parts.form.addEventListener('submit', event => {
    event.preventDefault();
    push(signature, parts);
  });
  const table = element('table');
  const head = element('tr');
  for (const title of ['Device', 'Has', 'Said']) head.append(element('th', '', title));
  table.append(element('thead'), parts.devices);
  table.firstChild.append(head);
  const scroll = element('div', 'scroll');
  scroll.append(table);
  parts.table = scroll;
  root.append(parts.policies, parts.now, parts.form, parts.counts, scroll, parts.rounds);
  $('parameters').append(root);
  return parts;
}

async function push(signature, parts) {
  const values = {};
  for (const [name, input] of parts.inputs) {
    const value = input.value.trim() === '' ? NaN : Number(input.value);
    if (!Number.isFinite(value)) return say(parts, 'bad', name + ': "' + input.value + '" is no number');
    values[name] = value;
  }
  const order = {project: signature, values};
  if (parts.target.value) order.device = parts.target.value;
  parts.button.disabled = true;
  say(parts, '', 'pushing');
  try {
    // Not relative to the address as it was typed, which may have a password in it.
    const response = await fetch(new URL('push', location.origin + location.pathname), {
      method: 'POST', headers: {'Content-Type': 'application/json', 'X-Upcall': 'page'}, body: JSON.stringify(order)});
    if (response.ok) {
      const version = (await response.json()).version;
      parts.inputs.forEach(input => delete input.dataset.touched);
      say(parts, 'good', 'pushed as version ' + version + '; below is what devices made of it');
    } else {
      say(parts, 'bad', (await response.text()).trim());
    }
  } catch (failure) {
    say(parts, 'bad', 'no gateway: ' + failure.message);
  }
  parts.button.disabled = !mayPush;
}

function say(parts, how, text) {
  parts.said.dataset.how = how;
  parts.said.textContent = text;
}

// Versions are the seconds at which they were made, unless somebody chose them.
const when = version => version === 0 ? 'built in' : version < 1e9 ? 'version ' + version : new Date(1000 * version).toLocaleString();
const valuesText = values => values.map(value => value.stage + '.' + value.name + ' = ' + value.value).join(', ');

function pushed(parts, status) {
  const current = status.rounds.find(round => round.device === '');
  parts.now.textContent = 'For all devices: ' + valuesText(current.values) + ' · by ' + current.by + ', ' + when(current.version)
    + (status.guard.decisions ? ' · back when more than ' + percent(status.guard.share / 1e4) + ' of ' + status.guard.decisions + ' ask' : '');
  for (const value of current.values) {
    const name = value.stage + '.' + value.name;
    if (!parts.inputs.has(name)) {
      const label = element('label', '', name);
      const input = element('input');
      input.inputMode = 'decimal';
      input.name = name;
      input.addEventListener('input', () => { input.dataset.touched = 'yes'; });
      label.append(input);
      parts.values.append(label);
      parts.inputs.set(name, input);
    }
    const input = parts.inputs.get(name);
    if (!input.dataset.touched) input.value = value.value;
  }
  const wanted = parts.target.value;
  const options = [new Option('all devices', '')].concat(
    status.devices.map(device => new Option(device.device + ' · ' + device.number, device.number)));
  parts.target.replaceChildren(...options);
  parts.target.value = status.devices.some(device => device.number === wanted) ? wanted : '';
  parts.counts.textContent = Object.entries(status.counts).map(([words, n]) => count(n) + ' ' + words).join(' · ') || 'No device yet.';
  parts.devices.replaceChildren(...status.devices.map(device => {
    const line = element('tr');
    line.dataset.device = device.number;
    const well = device.words === 'taken' ? 'yes' : /rolled back|refused/.test(device.words) ? 'no' : '';
    const words = element('td', 'dot', device.words);
    words.dataset.up = well;
    line.append(element('td', '', device.device), element('td', '', when(device.version)), words);
    return line;
  }));
  parts.rounds.replaceChildren(...status.rounds.slice(0, 5).map(round => {
    const item = element('li', '', when(round.version) + ' · ' + round.by + ' → ' + (round.device || 'all') + ': ' + valuesText(round.values));
    item.dataset.version = round.version;
    return item;
  }));
}

function parameters(view) {
  const pushes = new Map(view.pushes.map(status => [status.signature, status]));
  for (const project of view.policies) {
    if (!blocks.has(project.signature)) blocks.set(project.signature, parametersBlock(project.signature, project.project));
    const parts = blocks.get(project.signature);
    parts.policies.replaceChildren(...project.stages.map(stage => {
      const item = element('li', '', 'stage ' + stage.stage + ', ' + stage.policy + ': ');
      const values = Object.entries(stage.parameters).map(([name, value]) => name + ' = ' + value).join(', ') || 'no parameters';
      item.append(element('b', '', values + (stage.more ? ' and ' + stage.more + ' more' : '')));
      return item;
    }));
    if (project.stages.length === 0) parts.policies.append(element('li', '', project.trouble || 'no policies'));
    const status = pushes.get(project.signature);
    for (const part of [parts.now, parts.form, parts.counts, parts.table, parts.rounds]) part.hidden = !status;
    if (status) pushed(parts, status);
    parts.button.disabled = !mayPush;
  }
  for (const [signature, parts] of blocks) {
    if (view.policies.some(project => project.signature === signature)) continue;
    parts.root.remove();
    blocks.delete(signature);
  }
}

function you(visitor) {
  mayPush = visitor.mayPush;
  $('why').textContent = visitor.why;
  $('why').hidden = mayPush;
  $('user').hidden = !visitor.user;
  $('user').textContent = visitor.user + (mayPush ? ' · may push' : ' · may look');
  for (const parts of blocks.values()) parts.button.disabled = !mayPush;
}

function tell(state) {
  const draining = state.status.draining;
  connection(draining ? 'waiting' : 'live', draining ? 'draining' : 'live');
  $('uptime').textContent = 'up ' + duration(state.now - state.started);
  $('reasons').hidden = state.unready.length === 0;
  $('reasons').replaceChildren(...state.unready.map(reason => element('li', '', reason)));
  const last = state.rates.slice(-6, -1);
  $('rate').textContent = (last.reduce((a, b) => a + b, 0) / last.length).toFixed(1);
  $('answers').textContent = count(state.counters.ANSWERS);
  $('latency').textContent = quantile(state.boundsMs, state.histogram, .5) + ' · ' + quantile(state.boundsMs, state.histogram, .95) + ' ms';
  $('devices-count').textContent = count(Math.max(state.status.devices, state.devices.length));
  const guesses = state.agreements.filter(a => a.member === 'device');
  const asked = guesses.reduce((sum, a) => sum + a.asked, 0);
  $('guess').textContent = asked ? percent(guesses.reduce((sum, a) => sum + a.agreed, 0) / asked) : '–';
  const audited = state.audits.reduce((sum, a) => sum + a.window.audited, 0);
  $('audits').textContent = audited ? percent(state.audits.reduce((sum, a) => sum + a.window.right, 0) / audited) : '–';
  bars($('rates'), state.rates, [[0, '2 min ago', 'start'], [1, 'now', 'end']],
    i => (state.rates.length - 1 - i) + ' s ago');
  const bounds = state.boundsMs;
  const n = state.histogram.length;
  bars($('histogram'), state.histogram,
    state.histogram.map((_, i) => [(i + .5) / n, i < bounds.length ? '≤' + bounds[i] : 'more', 'middle'])
      .filter((_, i) => i % 2 === 1 || $('histogram').clientWidth > 430),
    i => i < bounds.length ? 'at most ' + bounds[i] + ' ms' : 'more than ' + bounds[n - 2] + ' ms');
  members(state);
  $('ways').replaceChildren(...state.transports.map(way => row(way.up, way.name, null, way.up ? 'up' : 'down')));
  devices(state);
}

function connection(state, text) {
  $('connection').dataset.state = state;
  $('connection').textContent = text;
  document.body.toggleAttribute('data-lost', state === 'lost');
}

$('pause').addEventListener('click', () => {
  paused = !paused;
  $('pause').setAttribute('aria-pressed', paused);
  $('pause').textContent = paused ? 'Go on' : 'Pause';
  if (!paused) show(held.splice(0));
});

// The browser connects again by itself, also to a gateway that was restarted; but not where it was
// answered with an error, as by a proxy before a gateway that is down.
function listen() {
  const events = new EventSource('events');
  events.addEventListener('you', event => you(JSON.parse(event.data)));
  events.addEventListener('parameters', event => parameters(JSON.parse(event.data)));
  events.addEventListener('state', event => tell(JSON.parse(event.data)));
  events.addEventListener('recent', event => {
    $('recent').replaceChildren();
    show(JSON.parse(event.data).reverse());
  });
  events.addEventListener('answer', event => {
    const answer = JSON.parse(event.data);
    if (!paused) show([answer]);
    else held = held.concat(answer).slice(-SHOWN);
  });
  events.onerror = () => {
    connection('lost', 'no gateway · trying again');
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}
listen();
