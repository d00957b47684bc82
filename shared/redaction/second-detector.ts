/**
 * A second detector that shares nothing with our rules (RD50): the rules that secretlint recommends. It is a file of its own, because it brings 230 KB of
 * rules that only the final scan needs.
 */
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Detector } from './final-scan.ts';

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };

export const secretlint: Detector = {
  name: 'secretlint',
  async look(text) {
    // No file stands behind it: a rule for key files would otherwise read the path from the disk.
    const { messages } = await lintSource({
      source: { content: text, filePath: '', ext: '.txt', contentType: 'text' },
      options: { config, noPhysicFilePath: true },
    });
    return messages.map(({ ruleId, range: [start, end], messageId }) => ({
      rule: `${ruleId.replace(/^.*secretlint-rule-/, '')}/${messageId}`,
      start,
      end,
    }));
  },
};
