// Makes elements and asks the Playground. Text goes in as text: nothing here writes markup.
export const el = (name, props = {}, ...children) => {
  const { data, ...rest } = props;
  const element = Object.assign(document.createElement(name), rest);
  Object.assign(element.dataset, data);
  element.append(...children.flat().filter(child => child != null && child !== false));
  return element;
};

export const byId = id => document.getElementById(id);

export const ask = async (path, content) => {
  const response = await fetch(path, content === undefined ? {} : {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) });
  return { ok: response.ok, value: await response.json().catch(() => null) };
};
