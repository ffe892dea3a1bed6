// Writes config-schema.json from promptfoo's own definition of a configuration:
//   npm install --no-save promptfoo@0.121.20 && node generate.mjs > config-schema.json
// As in the schema that promptfoo publishes, an object has no other keys than those named.
import { UnifiedConfigSchema } from 'promptfoo';
import { z } from 'zod';

const schema = z.toJSONSchema(UnifiedConfigSchema, { target: 'draft-7', unrepresentable: 'any', io: 'input', reused: 'ref' });

function close(value) {
  if (value === null || typeof value !== 'object') return;
  if (value.type === 'object' && value.properties && !('additionalProperties' in value)) value.additionalProperties = false;
  Object.values(value).forEach(close);
}

close(schema);
console.log(JSON.stringify(schema));
