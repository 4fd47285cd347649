/** The page at /docs: reads /v1/openapi.json and lists every operation. One file, nothing from other hosts. */
export const docsPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Guanxi API</title>
<style>
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:0;display:grid;grid-template-columns:17rem 1fr;min-height:100vh}
nav{padding:1rem;border-right:1px solid #8884;position:sticky;top:0;height:100vh;overflow:auto;box-sizing:border-box}
nav a{display:block;text-decoration:none;color:inherit;padding:.1rem 0;overflow-wrap:anywhere}
main{padding:1rem 2rem;max-width:60rem;min-width:0}
details{border:1px solid #8884;border-radius:.4rem;margin:.4rem 0;padding:.4rem .8rem}
summary{cursor:pointer}code,pre{font:13px/1.5 ui-monospace,monospace}
pre{background:#8881;padding:.6rem;overflow:auto;border-radius:.3rem}
b.m{display:inline-block;width:4.2rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.3rem}
@media(max-width:50rem){body{display:block}nav{position:static;height:auto}}
</style></head><body><nav><h2>Guanxi 关系</h2><input id="q" placeholder="Find" aria-label="Find"><div id="toc"></div>
<p><a href="/v1/openapi.json">openapi.json</a><a href="/docs/problems">Problems</a></p></nav><main id="main">Loading</main>
<script>
const esc=(text)=>String(text).replace(/[&<>"]/g,(c)=>({'&':'&amp;','<':'&lt;','>':'&gt;','"':'&quot;'})[c]);
const json=(value)=>'<pre>'+esc(JSON.stringify(value,null,2))+'</pre>';
const block=(title,content)=>Object.entries(content||{}).map(([type,{schema,example}])=>'<p><b>'+esc(title)+'</b> <code>'+esc(type)+'</code></p>'+(example===undefined?'':json(example))+'<details><summary>Schema</summary>'+json(schema)+'</details>').join('');
const show=(doc,filter)=>{let toc='',main='';for(const tag of doc.tags){let items='';for(const [path,methods] of Object.entries(doc.paths))for(const [method,op] of Object.entries(methods)){if(!op.tags.includes(tag.name)||!(path+op.operationId+op.summary).toLowerCase().includes(filter))continue;
const parameters=(op.parameters||[]).map((p)=>'<li><code>'+esc(p.name)+'</code> ('+esc(p.in)+(p.required?', required':'')+') '+esc(p.description||'')+'</li>').join('');
const answers=Object.entries(op.responses).map(([status,r])=>status<300?block('Answer '+status,r.content):'<li>'+esc(status)+': '+esc(r.description)+'</li>').join('');
items+='<details id="'+esc(op.operationId)+'"><summary><b class="m">'+esc(method.toUpperCase())+'</b> <code>'+esc(path)+'</code> '+esc(op.summary)+'</summary><p>'+esc(op.description||'')+'</p>'+(parameters?'<ul>'+parameters+'</ul>':'')+block('Body',op.requestBody&&op.requestBody.content)+'<ul>'+answers+'</ul></details>';}
if(items){toc+='<a href="#tag-'+esc(tag.name)+'">'+esc(tag.name)+'</a>';main+='<h2 id="tag-'+esc(tag.name)+'">'+esc(tag.name)+'</h2>'+items;}}
document.getElementById('toc').innerHTML=toc;document.getElementById('main').innerHTML=main||'Nothing found.';};
fetch('/v1/openapi.json').then((r)=>r.json()).then((doc)=>{show(doc,'');document.getElementById('q').oninput=(e)=>show(doc,e.target.value.toLowerCase());const at=location.hash&&document.getElementById(location.hash.slice(1));if(at)at.open=true;});
</script></body></html>`;

/** The page at /docs/problems: every stable code with its words in both languages. */
export function problemsPage(problems: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const rows = Object.entries(problems)
    .map(
      ([code, text]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${escaped(text['en'])}</td><td>${escaped(text['zh-CN'])}</td></tr>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Problems of the Guanxi API</title>
<style>:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}td{padding:.2rem .8rem;border-top:1px solid #8884}tr:target{background:#fc04}</style></head>
<body><h1>Problems</h1><p><a href="/docs">The API</a></p><table>${rows}</table></body></html>`;
}

function escaped(text = ''): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
